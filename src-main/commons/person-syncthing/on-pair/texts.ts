import { countOf } from '../../../kernel/units.ts'

/** In the settings, among what a switch copies. */
export const leftToIt = {
  title: 'Your Syncthing',
  text: 'Folders that your own Syncthing carries between both laptops are left to it, and compared. When this is off, they are copied like any others.',
} as const

interface Told {
  readonly version: string
  readonly folders: readonly { readonly devices: readonly string[]; readonly isPaused: boolean }[]
}

export const doctor = {
  title: 'Your Syncthing',
  running({ version, folders }: Told): string {
    const shared = folders.filter(({ devices, isPaused }) => devices.length > 0 && !isPaused)
    return `${version} runs and shares ${countOf(shared.length, 'folder')}`
  },
  silent: {
    broken: 'Its settings cannot be read',
    elsewhere: 'It answers on the network only, where it is not asked',
    refused: 'It refuses its own key',
    'no-answer': 'It runs and does not answer',
  },
  hint: 'Its folders are copied like any others. Restart it: systemctl --user restart syncthing',
} as const
