import type { Handlers } from '../contract/handlers.ts'

/** Calls that the app answers itself, for all capabilities. */
export type AppCalls = Pick<
  Handlers,
  | 'overview'
  | 'switchState'
  | 'switchPlan'
  | 'switchAnswer'
  | 'switchStart'
  | 'switchResume'
  | 'switchPause'
  | 'switchGiveUp'
  | 'switchDismiss'
  | 'switchSuspend'
  | 'switchLook'
  | 'switchBrowse'
  | 'switchChanges'
  | 'proofGet'
  | 'verifyFull'
  | 'taskCancel'
  | 'activityList'
  | 'activityLog'
  | 'settingsList'
  | 'settingsSetAddress'
  | 'settingsPassword'
  | 'settingsSetPassword'
  | 'doctor'
>
