/** What the desktop window says by itself; what stands in it is the page's. */

export const texts = {
  product: 'pc-switcher',
  menu: { file: 'File', edit: 'Edit', view: 'View', window: 'Window', help: 'Help' },
  tray: {
    open: 'Open pc-switcher',
    quit: 'Quit',
    /** Which way, the page says: it depends on where the latest work is. */
    prepare: 'Prepare to switch',
    show: 'Show the switch',
    notKnown: 'Looking at both laptops',
    needsYou: 'A switch needs you',
    checking: 'Checking both laptops',
    checkFailed: 'The check could not be finished',
    ready: (laptop: string) => `Ready to copy to ${laptop}`,
    running: (laptop: string, percent: string) => `Bringing ${laptop} up to date, ${percent}`,
  },
  about: {
    description: 'Pick up on your other laptop exactly where you left off',
    licence: 'GPL-3.0-or-later',
  },
  gone: {
    message: 'The window of pc-switcher stopped working',
    detail: 'A switch that is running continues. Reload the window to see it.',
    buttons: ['Reload', 'Quit'],
  },
  silent: {
    message: 'The window of pc-switcher does not respond',
    detail: 'A switch that is running continues. Wait, or reload the window.',
    buttons: ['Wait', 'Reload'],
  },
  save: { title: 'Save report' },
  cannotSave: (file: string) => `${file} can't be saved.`,
  chooseAnotherPlace: 'Choose another folder.',
  strangeFile: "The file can't be saved as it was asked for.",
  reloadWindow: 'Reload the window, then try again.',
} as const
