import { useMemo } from 'react'
import type { PageDeclaration } from '../pages/page.ts'
import { useCall } from '../stores/use-call.ts'
import { roomsOf, type Room } from './rooms.ts'

/** With what capabilities declare, once the app has told it. */
export function useRooms(pages: readonly PageDeclaration[]): readonly Room[] {
  const { value } = useCall('pagesList', {})
  return useMemo(() => roomsOf(pages, value?.pages ?? []), [pages, value])
}
