/** The words of a running switch, for every place that shows it. */
import { countOf, formatCount } from '../../kernel/units.ts'

export const texts = {
  estimating: 'Estimating…',
  almostDone: 'Almost done',
  title: (percent: string, left: string) => `${percent}, ${left}`,
  titleAlmostDone: (percent: string) => `${percent}, almost done`,
  titleSwitching: 'Switching',
  percentDone: (percent: string) => `${percent} done.`,
  nothingLarge: 'Nothing large to copy',
  copied: (amount: string, more: string) => `${amount} copied${more}`,
  moreThanExpected: (amount: string) => `, ${amount} more than expected`,
  soFar: (amount: string) => `${amount} so far`,
  filesSoFar: (count: number) => `${countOf(count, 'file')} so far`,
  countDone: (count: number) => `${formatCount(count)} done`,
  stepsOf: (done: number, total: number) => `${formatCount(done)} of ${countOf(total, 'step')}`,
  filesOf: (done: number, total: number) => `${formatCount(done)} of ${countOf(total, 'file')}`,
}
