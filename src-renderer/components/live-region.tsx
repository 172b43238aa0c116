/** The one polite region of the wizard. */
export function LiveRegion({ text }: { readonly text: string }) {
  return (
    <div aria-live="polite" role="status" className="visually-hidden">
      {text}
    </div>
  )
}
