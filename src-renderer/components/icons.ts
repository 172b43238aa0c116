import {
  BatteryMedium,
  Camera,
  ClipboardCheck,
  Clock,
  FileCog,
  HardDrive,
  History,
  House,
  Lock,
  Monitor,
  NotebookText,
  Package,
  Plug,
  Puzzle,
  ShieldCheck,
  User,
  Wifi,
  Wrench,
  type LucideIcon,
} from 'lucide-react'
import type { Icon } from '../../src-main/contract/icon.ts'

export const icons: Readonly<Record<Icon, LucideIcon>> = {
  camera: Camera,
  check: ClipboardCheck,
  clock: Clock,
  disk: HardDrive,
  etc: FileCog,
  history: History,
  home: House,
  lock: Lock,
  network: Wifi,
  notebook: NotebookText,
  package: Package,
  person: User,
  power: Plug,
  puzzle: Puzzle,
  shield: ShieldCheck,
  tools: Wrench,
  vm: Monitor,
}

/** What stands beside the power of a laptop: its plug, or its battery. */
export const powerIcon = (plugged: boolean): LucideIcon => (plugged ? Plug : BatteryMedium)
