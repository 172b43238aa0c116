/** Every sentence of the activity page. */
import type { ActivityEntry } from '../../../src-main/contract/activity-calls.ts'

const results: Readonly<Record<ActivityEntry['result'], string>> = {
  verified: 'Verified',
  'not-finished': 'Not finished',
  running: 'Running',
  done: 'Done',
  'partly-done': 'Partly done',
  failed: 'Failed',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
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
  lead: 'Every switch with its proof and log, and what else changed a laptop.',
  reading: 'Loading activity…',
  tryAgain: 'Try again',
  noneTitle: 'No activity yet',
  noneText: 'Switches will appear here, and what else changes a laptop.',
  noSwitch: 'No switch yet',
  lastVerified: 'The last switch was verified',
  lastUnreadable: "The last switch can't be read",
  lastNotFinished: 'The last switch is not finished',
  runningTitle: 'A switch is running',
  list: 'Switches and other work',
  unfinishedOnly: 'Unfinished only',
  started: 'Started',
  ended: 'Ended',
  whatToDo: 'What to do',
  details: 'Details',
  interruptedText: 'It may be done, done in part or not done. Check what it changed before you repeat it.',
  lastWritten: (at: string, hint = '') => `Last written ${at}. ${hint}`,
  allFinished: 'Everything was finished',
}
