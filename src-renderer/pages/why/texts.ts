/** Every sentence of the search over all that travels; what is found comes in words. */
export const texts = {
  why: (other = 'the other laptop') => `Why is it, or is it not, on ${other}? A path or a name`,
  answer: 'Answer',
  looking: 'Looking on both laptops…',
  atEverySwitch: 'At every switch',
  everySwitchFor: (title: string) => `At every switch: ${title}`,
  notDecided: 'Not decided',
}
