/** Every sentence of the page of /etc that other lists of rules do not say as well. */
import { countOf } from '../../../src-main/kernel/units.ts'

export const texts = {
  title: '/etc',
  lead: 'What is copied or left alone at every switch, without a question.',
  reading: 'Loading rules…',
  noneTitle: 'You have no rules for /etc yet',
  ownTitle: (count: number) => `You have ${countOf(count, 'rule')} for /etc`,
  oneWithoutRule: '1 file has no rule yet',
  withoutRule: (count: number) => `${countOf(count, 'file')} have no rule yet`,
  decide: 'Decide now',
  filesWithoutRule: 'Files without a rule',
  undecidedText: 'Until you decide, they stay as they are on both laptops.',
  yourRules: 'Your rules',
  builtInRules: 'Built in',
}
