/** Of what a program said, its first and its last lines: some repeat one complaint for every block of a disk. */
const [firstLines, lastLines, charactersAtMost] = [8, 12, 4_000]

export function fewLines(text: string): string {
  const lines = text.split('\n')
  const left = lines.length - firstLines - lastLines
  if (left <= 1) return shortened(text)
  const some = [...lines.slice(0, firstLines), `… ${left} more lines …`, ...lines.slice(-lastLines)]
  return shortened(some.join('\n'))
}

/** Its end says what came of it. */
function shortened(text: string): string {
  return text.length <= charactersAtMost ? text : `…${text.slice(1 - charactersAtMost)}`
}
