import { useOverview } from '../stores/app-context.tsx'

/** Whether the laptops remember that a switch was undone. */
export function useIsUndone(switchId: string): boolean {
  const { value: overview } = useOverview()
  return overview?.history.some((entry) => entry.switchId === switchId && entry.undoneAt !== undefined) ?? false
}
