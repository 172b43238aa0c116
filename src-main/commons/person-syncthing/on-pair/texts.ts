/** In the settings, among what a switch copies. */
export const leftToIt = {
  title: 'Your Syncthing',
  text: 'Folders that your own Syncthing carries between both laptops are left to it, and compared. When this is off, they are copied like any others.',
} as const
