import type { MenuItemConstructorOptions } from 'electron'
import { texts } from './texts.ts'

const separator: MenuItemConstructorOptions = { type: 'separator' }

/**
 * The menu of the application. It is hidden until Alt is pressed, but its keys always work: zoom, close, quit, reload
 * (Ctrl+R: F5 belongs to the page), full screen. Roles carry out what they say in the language of the system.
 */
export function menuTemplate(): MenuItemConstructorOptions[] {
  const { file, edit, view, window, help } = texts.menu
  return [
    { label: file, submenu: [{ role: 'close' }, { role: 'quit', accelerator: 'CommandOrControl+Q' }] },
    {
      label: edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: view,
      submenu: [
        { role: 'reload' },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        // The same without Shift, as keyboards have it on which "+" is not above "=".
        { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { label: window, submenu: [{ role: 'minimize' }, { role: 'zoom' }] },
    { label: help, submenu: [{ role: 'about' }] },
  ]
}
