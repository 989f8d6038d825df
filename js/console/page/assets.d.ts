// What the bundler makes of them.
declare module '*.css' {}
