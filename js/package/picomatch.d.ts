/** The part of picomatch that is used: the package has no types of its own. */
declare module 'picomatch' {
  function picomatch(glob: string, options?: { dot?: boolean }): (path: string) => boolean
  namespace picomatch {
    function scan(glob: string): { base: string; isGlob: boolean }
  }
  export default picomatch
}
