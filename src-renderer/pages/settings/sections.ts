/** The parts of the settings, in the order of the page. Each is an address of its own. */
import { routeHash } from '../../router/route.ts'
import { texts as live } from './live/texts.ts'
import { texts } from './texts.ts'

export const settingsSections = [
  { id: 'laptops', title: texts.laptops },
  { id: 'power', title: texts.power },
  { id: 'password', title: texts.password },
  { id: 'beforehand', title: texts.beforehand },
  { id: 'live', title: live.title },
  { id: 'snapshots', title: texts.snapshots },
  { id: 'window', title: texts.thisWindow },
  { id: 'kept', title: texts.groups.kept },
  { id: 'installation', title: texts.installation },
] as const

export type SettingsSectionId = (typeof settingsSections)[number]['id']

export const settingsHash = (id: SettingsSectionId): string => routeHash({ kind: 'shell', page: 'settings', item: id })
