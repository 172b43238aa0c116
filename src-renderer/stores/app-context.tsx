/** The objects that are made once for a window, and the hooks that read them. */
import type { QueryClient } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import type { Client } from '../client/client.ts'
import { createAnswersStore, type AnswersModel, type AnswersStore } from './answers-store.ts'
import { createQueries, type AskedValue } from './asked.ts'
import { createComparisonsStore, type ComparisonsModel, type ComparisonsStore } from './comparisons-store.ts'
import { keepAnswers } from './keep-answers.ts'
import { createNotificationsStore, type NotificationsModel, type NotificationsStore } from './notifications-store.ts'
import { createLook, useAskedOverview, type LookAtLaptops } from './overview.ts'
import { createRollbackStore, type RollbackModel, type RollbackStore } from './rollback-store.ts'
import { createSwitchStore, type SwitchMirror, type SwitchStore } from './switch-store.ts'
import { createTaskStore, type TaskModel, type TaskStore } from './task-store.ts'
import { createThemeStore, type ThemeModel, type ThemeStore } from './theme-store.ts'

export interface AppObjects {
  readonly client: Client
  readonly switches: SwitchStore
  readonly queries: QueryClient
  readonly look: LookAtLaptops
  readonly answers: AnswersStore
  readonly themes: ThemeStore
  readonly notifications: NotificationsStore
  readonly tasks: TaskStore
  readonly comparisons: ComparisonsStore
  readonly rollbacks: RollbackStore
}

export function createAppObjects(client: Client): AppObjects {
  const queries = createQueries()
  const look = createLook(client, queries)
  const tasks = createTaskStore()
  const rollbacks = createRollbackStore(client)
  const answers = createAnswersStore()
  const switches = createSwitchStore(client, {
    onSnapshot: () => tasks.getState().forgetAll(),
    onOtherVersion: () => window.location.reload(),
    // What the app knew before is what has changed.
    // What the app has just heard is shown before both laptops have answered.
    onOverviewChanged: (isProgress) => void look(false).then(() => (isProgress ? undefined : look(true))),
    onTask: (task) => {
      tasks.getState().put(task)
      if (task.state !== 'running') void queries.invalidateQueries({ queryKey: ['activityList'] })
    },
  })
  keepAnswers(answers, switches, client)
  return {
    client,
    queries,
    look,
    tasks,
    rollbacks,
    comparisons: createComparisonsStore(client),
    switches,
    answers,
    notifications: createNotificationsStore(),
    themes: createThemeStore(document.documentElement, (theme) => client.note({ kind: 'theme', theme })),
  }
}

const AppContext = createContext<AppObjects | undefined>(undefined)
export const AppProvider = AppContext.Provider

function useApp(): AppObjects {
  const app = use(AppContext)
  if (app === undefined) throw new Error('rendered outside of AppProvider')
  return app
}

export const useClient = (): Client => useApp().client
export const useSwitchMirror = <T,>(select: (mirror: SwitchMirror) => T): T => useStore(useApp().switches, select)
export const useSwitchState = (): SwitchState | undefined => useSwitchMirror(({ state }) => state)
export const useOverview = (): AskedValue<Overview> & { readonly look: LookAtLaptops } => ({
  ...useAskedOverview(),
  look: useApp().look,
})
export const useAnswers = (): AnswersModel => useStore(useApp().answers)
export const useTheme = (): ThemeModel => useStore(useApp().themes)
export const useNotifications = (): NotificationsModel => useStore(useApp().notifications)
export const useComparisons = (): ComparisonsModel => useStore(useApp().comparisons)
export const useRollbacks = (): RollbackModel => useStore(useApp().rollbacks)
export const useTasks = <T,>(select: (model: TaskModel) => T): T => useStore(useApp().tasks, select)
