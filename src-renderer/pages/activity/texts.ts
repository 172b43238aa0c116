/** Every sentence of the activity page. */
import type { ActivityEntry } from '../../../src-main/contract/calls.ts'

const results: Readonly<Record<ActivityEntry['result'], string>> = {
  verified: 'Verified',
  'not-finished': 'Not finished',
  running: 'Running',
}

export const texts = {
  results,
  took: (duration: string) => `took ${duration}`,
  proof: 'Proof',
  log: 'Log',
  readingProof: 'Loading the proof…',
  noProof: 'No proof for this switch',
  noProofText: 'The laptops were not compared to the end. The log shows how far the switch got.',
  title: 'Activity',
  lead: 'Every switch with its proof and log.',
  reading: 'Loading activity…',
  tryAgain: 'Try again',
  noneTitle: 'No activity yet',
  noneText: 'Your first switch will appear here.',
  noSwitch: 'No switch yet',
  lastVerified: 'The last switch was verified',
  lastNotFinished: 'The last switch is not finished',
  runningTitle: 'A switch is running',
  switches: 'Switches',
  unfinishedOnly: 'Unfinished only',
  lastWritten: (at: string, hint = '') => `Last written ${at}. ${hint}`,
  allFinished: 'Every switch was finished',
}
