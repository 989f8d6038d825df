// @ts-check
/**
 * Where in a project file something stands: at the top of a framework's file, in the inputs around the functions, among the
 * functions, in one of them, in its variables, or in any other input.
 *
 * @typedef {'service' | 'inputs' | 'functions' | 'function' | 'environment' | 'other'} Place
 */

/**
 * The place below a key; of a list's items the key is `-`.
 *
 * @param {Place} place
 * @param {string} key
 * @returns {Place}
 */
export function below(place, key) {
  if (key === '<<') return place // what is merged stands here
  switch (place) {
    case 'service':
      return key === 'functions' ? 'functions' : key === 'provider' ? 'function' : 'other'
    case 'functions':
      return 'function'
    case 'inputs':
    case 'function':
      if (place === 'inputs' && key === 'functions') return 'functions'
      return key === 'environment' ? 'environment' : 'other'
    default:
      return place
  }
}
