export interface Said {
  readonly text: string
  /** How often something was said: the same sentence again is news as well. */
  readonly times: number
}

export const nothingSaid: Said = { text: '', times: 0 }

export const sayAfter = ({ times }: Said, text: string): Said => ({ text, times: times + 1 })

/**
 * What is heard and not seen. A region whose text stays the same says nothing, so that what is said again stands in an element of
 * its own.
 */
export function LiveRegion({ said: { text, times } }: { readonly said: Said }) {
  return (
    <div aria-live="polite" role="status" className="visually-hidden">
      <span key={times}>{text}</span>
    </div>
  )
}
