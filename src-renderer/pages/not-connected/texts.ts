/** Every sentence of the page of a window that has lost the app. */

export const texts = {
  title: 'Not connected',
  away: (when: string) => `No answer from pc-switcher since ${when}. Trying again…`,
  signedOut: 'This window is no longer signed in to pc-switcher.',
  whatToDo: 'What you can do',
  wait: 'When pc-switcher answers again, this page continues by itself. To start it, use the app menu, or run this in a terminal on this laptop:',
  openAgain: 'Open pc-switcher from the app menu, or run this in a terminal on this laptop:',
  command: 'pc-switcher open',
  notShown:
    'Nothing is shown of a switch while this window is not connected. One that was running continues, or can be resumed.',
  reload: 'Reload',
}
