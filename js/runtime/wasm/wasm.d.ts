/**
 * The wasm module, as `import wasm from 'scf-grayscale/wasm'` gives it. What that is the bundler decides, by its setting
 * for `.wasm` files: a URL as text, bytes, or a compiled module. `init` takes each of them, so its type is all of them.
 */
declare const wasm: string & Uint8Array<ArrayBuffer> & WebAssembly.Module
export default wasm
