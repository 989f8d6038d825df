// @ts-check
/** The version of the package, the crate and the component, which are one; a test holds them together. */
export const version = '0.1.0'
