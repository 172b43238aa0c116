/** The objects that are made once for a window, and the hooks that read them. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import type { Client } from '../client/client.ts'
import { createAnswersStore, type AnswersModel, type AnswersStore } from './answers-store.ts'
import { createComparisonsStore, type ComparisonsModel, type ComparisonsStore } from './comparisons-store.ts'
import { createOverviewStore, type OverviewModel, type OverviewStore } from './overview-store.ts'
import { createRollbackStore, type RollbackModel, type RollbackStore } from './rollback-store.ts'
import { createSwitchStore, type SwitchMirror, type SwitchStore } from './switch-store.ts'
import { createTaskStore, type TaskModel, type TaskStore } from './task-store.ts'
import { createThemeStore, type ThemeModel, type ThemeStore } from './theme-store.ts'

export interface AppObjects {
  readonly client: Client
  readonly switches: SwitchStore
  readonly overviews: OverviewStore
  readonly answers: AnswersStore
  readonly themes: ThemeStore
  readonly tasks: TaskStore
  readonly comparisons: ComparisonsStore
  readonly rollbacks: RollbackStore
}

export function createAppObjects(client: Client): AppObjects {
  const overviews = createOverviewStore(client)
  const tasks = createTaskStore()
  const rollbacks = createRollbackStore(client)
  return {
    client,
    overviews,
    tasks,
    rollbacks,
    comparisons: createComparisonsStore(client, tasks),
    switches: createSwitchStore(client, {
      onOverviewChanged: () => void overviews.getState().look(false),
      onTask: (task) => tasks.getState().put(task),
    }),
    answers: createAnswersStore(),
    themes: createThemeStore(document.documentElement),
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
export const useOverviewModel = (): OverviewModel => useStore(useApp().overviews)
export const useAnswers = (): AnswersModel => useStore(useApp().answers)
export const useTheme = (): ThemeModel => useStore(useApp().themes)
export const useComparisons = (): ComparisonsModel => useStore(useApp().comparisons)
export const useRollbacks = (): RollbackModel => useStore(useApp().rollbacks)
export const useTasks = (): TaskModel => useStore(useApp().tasks)
