/** How much room text takes on a terminal: East Asian wide characters and emoji take two cells, marks that combine none. */
const wide =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u
const none = /[\p{Mn}\p{Me}]/u

export function widthOf(text: string): number {
  let cells = 0
  for (const character of text) cells += cellsOf(character)
  return cells
}

/** Cut at its end to so many cells. */
export function fitTo(cells: number, text: string): string {
  if (widthOf(text) <= cells) return text
  let fitted = ''
  let taken = 0
  for (const character of text) {
    taken += cellsOf(character)
    if (taken > cells - 1) break
    fitted += character
  }
  return cells < 1 ? '' : `${fitted}…`
}

function cellsOf(character: string): number {
  if (none.test(character)) return 0
  return wide.test(character) ? 2 : 1
}
