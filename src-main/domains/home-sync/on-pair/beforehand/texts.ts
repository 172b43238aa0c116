/** What is said of fetching beforehand. */
import type { BeforehandWait } from '../../../../contract/beforehand-calls.ts'
import type { Waiting } from './may-fetch.ts'

/** Why it waits. */
const sentences: Readonly<Record<BeforehandWait, (laptop: string) => string>> = {
  'not-paired': () => 'This laptop is not paired yet.',
  'never-switched': () => 'It starts after your first switch.',
  unclear: () => 'It is unclear which laptop has the latest work.',
  elsewhere: (laptop) => `${laptop} has the latest work.`,
  away: (laptop) => `${laptop} does not answer.`,
  battery: (laptop) => `${laptop} runs on battery.`,
  'slow-link': (laptop) => `The link to ${laptop} is slow.`,
  'little-room': (laptop) => `${laptop} has little free space.`,
  'open-switch': () => 'A switch is not finished.',
  busy: () => 'pc-switcher was doing something else. It goes on in a few minutes.',
  failed: (laptop) => `Fetching to ${laptop} failed. It is tried again in a few minutes.`,
}

export const waitSentence = ({ why, laptop }: Waiting): string => sentences[why](laptop)

export const commitMessage = (enabled: boolean): string =>
  enabled ? 'Turn fetching beforehand on' : 'Turn fetching beforehand off'
