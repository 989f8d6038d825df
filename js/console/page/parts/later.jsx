// @ts-check
/** @import { ComponentType } from 'preact' */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { GrayscaleError } from '../../../errors.js'
import { own } from '../session.js'
import { Trouble } from './trouble.jsx'

/**
 * A part of the page that is fetched when it is first shown.
 *
 * @template P
 * @param {() => Promise<ComponentType<P>>} load
 * @param {string} look the class of what stands in its place meanwhile
 * @returns {ComponentType<P>}
 */
export function later(load, look) {
  /** @type {import('@preact/signals').Signal<{ Part?: ComponentType<P>, error?: GrayscaleError }>} */
  const found = signal({})
  const fetchIt = async () => {
    try {
      found.value = { Part: await own(load()) }
    } catch (error) {
      found.value = { error: GrayscaleError.from(error) }
    }
  }
  return function Later(props) {
    const { Part, error } = found.value
    useEffect(() => {
      if (!found.value.Part) fetchIt()
    }, [])
    if (Part) return <Part {...props} />
    return error ? <Trouble error={error} /> : <div class={look} aria-busy="true" />
  }
}
