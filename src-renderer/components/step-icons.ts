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
  ShieldCheck,
  User,
  Wifi,
  Wrench,
  type LucideIcon,
} from 'lucide-react'
import type { CheckRow } from '../../src-main/contract/preview.ts'
import type { StepInfo } from '../../src-main/contract/switch-state.ts'

export const stepIcons: Readonly<Record<StepInfo['icon'], LucideIcon>> = {
  camera: Camera,
  notebook: NotebookText,
  package: Package,
  home: House,
  etc: FileCog,
  vm: Monitor,
  shield: ShieldCheck,
  check: ClipboardCheck,
}

export const checkIcons: Readonly<Record<CheckRow['icon'], LucideIcon>> = {
  power: Plug,
  disk: HardDrive,
  vm: Monitor,
  clock: Clock,
  history: History,
  home: House,
  network: Wifi,
  lock: Lock,
  tools: Wrench,
  packages: Package,
  person: User,
}

/** What stands beside the power of a laptop: its plug, or its battery. */
export const powerIcon = (plugged: boolean): LucideIcon => (plugged ? Plug : BatteryMedium)
