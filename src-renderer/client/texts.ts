/** What a window says when it cannot reach the app. */

export const texts = {
  unreadableAnswer: (call: string) => `The answer to "${call}" can't be read.`,
  saveFile: 'save the file',
  restartOrReport: 'Restart pc-switcher. If it happens again, report it with the details.',
  unexpected: 'Something unexpected happened.',
  tryOrReport: 'Try again. If it happens again, report it with the details.',
  signedOut: 'This window is no longer signed in to pc-switcher.',
  openAgain: 'Open pc-switcher from the app menu, or run: pc-switcher open',
  unreadableResponse: "The answer of pc-switcher can't be read.",
  restart: 'Restart pc-switcher.',
  notAnswering: 'pc-switcher does not answer.',
  startAgain: 'Start pc-switcher on this laptop again.',
}
