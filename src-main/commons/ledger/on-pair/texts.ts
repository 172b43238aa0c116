/** Why it is unclear which laptop has the latest work. */

export const differentSwitches = (one: string, other: string): string =>
  `${one} and ${other} recorded different last switches.`
export const onlyOneRecord = (empty: string, full: string): string =>
  `${full} has a record of a switch with ${empty}, which has none.`
export const saysOf = (label: string, why: string): string => `${label}: ${why}`
