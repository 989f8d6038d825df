// @ts-check
/** Shells that `grayscale completion` knows. */
export const shells = ['bash', 'zsh', 'fish']
