/** Text with its paths set apart: "… the other files in `/etc/sysctl.d` have this rule." */
export function Prose({ text }: { readonly text: string }) {
  return text.split(path).map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}

/** A path from the root or from the home folder; the slash of "and/or" has no space before it. */
const path = /(?<=^|\s|\()(~?\/[\w.@~+-]+(?:\/[\w.@~+-]*)*[\w@~+-])/
