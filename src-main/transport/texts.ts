/** What the transport refuses, in words. */
import type { ErrorText } from '../kernel/app-error.ts'

export const refusals = {
  wrongHost: 'Open pc-switcher at 127.0.0.1 or localhost.',
  noSession: 'This browser is not signed in to pc-switcher.',
  usedLink: 'This link was used already, is older than ten minutes, or is from before pc-switcher was restarted.',
  wrongMethod: 'Only GET and POST are supported.',
  foreignPage: 'Only the page of pc-switcher may send this request.',
  notFound: 'Page not found.',
} as const

/** The page of a browser that is not signed in. */
export const refusalTexts = {
  title: 'Not connected',
  whatToDo: 'What you can do',
  open: 'Open pc-switcher from the app menu, or run this in a terminal on this laptop:',
  command: 'pc-switcher open',
  once: 'Each link works once, for ten minutes. After that this browser stays signed in.',
} as const

export function unreadableRequest(why: 'too-long' | 'not-json'): ErrorText {
  const reason = why === 'too-long' ? 'it is too long' : 'it is not JSON'
  return { message: `The request can't be read: ${reason}.`, hint: 'Reload the page.' }
}

export function unknownCall(name: string): ErrorText {
  return {
    message: `There is no call "${name}".`,
    hint: 'This window and pc-switcher may have different versions. Restart pc-switcher.',
  }
}

/** `title` as in the contract: "plan a switch". */
export function invalidInput(title: string): ErrorText {
  return {
    message: `Invalid input for "${title}".`,
    hint: 'Correct what the details name. If you did not type it, reload the page.',
  }
}

export function portTaken(port: number): ErrorText {
  return {
    message: `Port ${port} is in use on this laptop.`,
    hint: 'pc-switcher may be running already. To use another port: --port NUMBER',
  }
}

export const alreadyRunning: ErrorText = {
  message: 'pc-switcher is already running on this laptop.',
  hint: 'To get a link to it: pc-switcher url',
}
