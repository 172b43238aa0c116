/** What a key does in the list of questions. Pure but for what it is given. */
import type { ListKey } from '../../../../components/multi-list.tsx'
import type { DecidingQuestions } from './use-deciding.ts'

type Decides = Pick<DecidingQuestions, 'offers' | 'choose' | 'tickSelected' | 'selectGroup'>

/** The whole window's: the sheet of shortcuts. */
const sheetKey = '?'

/** Alt and a letter decide, Space ticks, and whatever else can be typed is looked for: typing alone decides nothing. */
export function onListKey(press: ListKey, deciding: Decides, find: ((typed: string) => void) | undefined): boolean {
  const { key, ctrlKey, altKey, shiftKey, repeat } = press
  if (ctrlKey) return false
  if (altKey) {
    const offer = deciding.offers.find(({ letter }) => letter === key.toLowerCase())
    // A decision leads to the next question: a key that is held would go on through all of them.
    if (offer !== undefined && !repeat) deciding.choose(offer)
    return offer !== undefined
  }
  if (key === ' ') {
    if (repeat) return true
    if (!shiftKey) return deciding.tickSelected()
    deciding.selectGroup()
    return true
  }
  if (key.length !== 1 || key === sheetKey || find === undefined) return false
  find(key === '/' ? '' : key)
  return true
}
