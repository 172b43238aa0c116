/** What of Electron stands around the window: dialogs that the test answers; tray, menu and theme as data. */
import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { itemsSeen, tell, type DesktopSeen, type DialogAnswer, type DialogSeen } from './channel.ts'
import { onlyKnown, type NamesOf } from './only-known.ts'
import { answerPage, page } from './to-page.ts'

const dialogs: DialogSeen[] = []
const answers: DialogAnswer[] = []
const waiting: ((answer: DialogAnswer) => void)[] = []

function asked(seen: DialogSeen): Promise<DialogAnswer> {
  dialogs.push(seen)
  const ready = answers.shift()
  return ready === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(ready)
}

function buttonOf({ buttons = [] }: Electron.MessageBoxSyncOptions, answer: DialogAnswer): number {
  const at = 'press' in answer ? buttons.indexOf(answer.press) : -1
  if (at === -1) throw new Error(`There is no such button in this dialog: ${JSON.stringify({ answer, buttons })}`)
  return at
}

function question({ message, detail = '', buttons = [] }: Electron.MessageBoxSyncOptions): DialogSeen {
  return { kind: 'question', message, detail, buttons }
}

/** Before which window it stands makes no difference here. */
type Given<Options> = [window: Electron.BaseWindow, options: Options] | [options: Options]
const optionsOf = <Options>(given: Given<Options>): Options => (given.length === 2 ? given[1] : given[0])

export const dialog = onlyKnown('dialog', {
  showErrorBox: (title: string, content: string) =>
    void dialogs.push({ kind: 'error', message: title, detail: content, buttons: [] }),
  showMessageBox: async (...given: Given<Electron.MessageBoxOptions>) => {
    const options = optionsOf(given)
    return { response: buttonOf(options, await asked(question(options))), checkboxChecked: false }
  },
  showMessageBoxSync: (...given: Given<Electron.MessageBoxSyncOptions>) => {
    const options = optionsOf(given)
    dialogs.push(question(options))
    const answer = answers.shift()
    if (answer === undefined) throw new Error(`Nobody has said what to answer to "${options.message}".`)
    return buttonOf(options, answer)
  },
  showSaveDialog: async (...given: Given<Electron.SaveDialogOptions>) => {
    const { title = '', defaultPath = '' } = optionsOf(given)
    const answer = await asked({ kind: 'place', message: title, detail: defaultPath, buttons: [] })
    if (!('place' in answer)) throw new Error('A place was asked for.')
    return { canceled: answer.place === null, filePath: answer.place ?? '' }
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showMessageBoxSync' | 'showSaveDialog'>)

class MenuDouble {
  readonly template: readonly Electron.MenuItemConstructorOptions[]
  constructor(template: readonly Electron.MenuItemConstructorOptions[]) {
    this.template = template
  }
}

let menu: MenuDouble | null = null
export const Menu = onlyKnown('Menu', {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => onlyKnown('menu', new MenuDouble(template)),
  setApplicationMenu: (set: MenuDouble | null) => void (menu = set),
} satisfies NamesOf<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>)

class ImageDouble implements Pick<Electron.NativeImage, 'addRepresentation'> {
  private readonly hash = createHash('sha256')
  addRepresentation({ buffer, width = 0, height = 0 }: Electron.AddRepresentationOptions): void {
    if (buffer?.length !== width * height * 4) throw new Error('invalid buffer size')
    this.hash.update(buffer)
  }
  /** The same for the same pixels. */
  picture(): string {
    return this.hash.copy().digest('hex')
  }
}

export const nativeImage = onlyKnown('nativeImage', {
  createFromBitmap: (buffer: Buffer, size: Electron.CreateFromBitmapOptions) => {
    const image = onlyKnown('image', new ImageDouble())
    image.addRepresentation({ ...size, buffer })
    return image
  },
} satisfies NamesOf<typeof Electron.nativeImage, 'createFromBitmap'>)

let tray: TrayDouble | null = null
class TrayDouble extends EventEmitter implements NamesOf<Electron.Tray, 'setContextMenu' | 'setImage' | 'setToolTip'> {
  image: ImageDouble
  toolTip = ''
  menu: MenuDouble | undefined
  constructor(image: ImageDouble) {
    super()
    this.image = image
    const known = onlyKnown('Tray', this)
    tray = known
    return known
  }
  setImage(image: ImageDouble): void {
    this.image = image
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip
  }
  setContextMenu(set: MenuDouble): void {
    this.menu = set
  }
}
export { TrayDouble as Tray }

const theme = { source: 'system' as Electron.NativeTheme['themeSource'], systemIsDark: false }
class ThemeDouble extends EventEmitter implements Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors'> {
  get themeSource(): Electron.NativeTheme['themeSource'] {
    return theme.source
  }
  set themeSource(source) {
    theme.source = source
    this.changed()
  }
  get shouldUseDarkColors(): boolean {
    return theme.source === 'system' ? theme.systemIsDark : theme.source === 'dark'
  }
  changed(): void {
    tell(page.paint(this.shouldUseDarkColors))
    this.emit('updated')
  }
}
export const nativeTheme = onlyKnown('nativeTheme', new ThemeDouble())

/** One display, with a panel of 27 at its top. */
const workArea: Electron.Display['workArea'] = { x: 0, y: 27, width: 1920, height: 1053 }
export const screen = onlyKnown('screen', {
  getAllDisplays: () => [{ workArea }],
} satisfies NamesOf<Electron.Screen, 'getAllDisplays'>)

export function desktopSeen(): Pick<DesktopSeen, 'theme' | 'tray' | 'menu' | 'dialogs'> {
  return {
    theme: { source: theme.source, dark: nativeTheme.shouldUseDarkColors },
    tray: tray && {
      toolTip: tray.toolTip,
      picture: tray.image.picture(),
      items: itemsSeen(tray.menu?.template ?? []),
    },
    menu: itemsSeen(menu?.template ?? []),
    dialogs,
  }
}

answerPage({
  answer: (answer) => {
    const first = waiting.shift()
    if (first === undefined) answers.push(answer)
    else first(answer)
    return Promise.resolve()
  },
  pressTray: (label) => {
    const item = tray?.menu?.template.find((one) => one.label === label)
    if (label === undefined) tray?.emit('click')
    else if (item?.enabled !== true) throw new Error(`"${label}" cannot be pressed in the menu of the tray.`)
    // The shell looks at no argument of it.
    else Reflect.apply(item.click ?? (() => undefined), undefined, [])
    return Promise.resolve()
  },
  darken: (isDark) => {
    theme.systemIsDark = isDark
    nativeTheme.changed()
    return Promise.resolve()
  },
})
