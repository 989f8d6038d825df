// @ts-check

/**
 * What may be wider or longer than its place, such as a table on a phone: it scrolls by itself, by keys too.
 *
 * @param {{ children: import('preact').ComponentChildren }} props
 */
export function Scrolled({ children }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
    <div class="scroll" tabIndex={0}>
      {children}
    </div>
  )
}
