import { useState } from 'react'
import type { Live } from '../../../../src-main/contract/live-calls.ts'
import { livePlaceOf } from '../../../../src-main/contract/live-place.ts'

interface ChosenFolders {
  /** Nothing is live that could be ended: the usual ones are suggested. */
  readonly isFirst: boolean
  readonly listed: readonly string[]
  readonly ticked: readonly string[]
  readonly ours: readonly string[]
  readonly isForeign: (place: string) => boolean
  readonly tick: (place: string, isOn: boolean) => void
  readonly typed: string
  readonly type: (typed: string) => void
  /** What was typed can't be live. */
  readonly isWrong: boolean
  /** What is ticked, together with what is typed; undefined where that can't be live. */
  readonly takeTyped: () => readonly string[] | undefined
}

/** What the person has ticked, unticked and typed; everything else goes by what is live now. */
export function useChosenFolders({ home, folders, usual }: Live): ChosenFolders {
  const ours = folders.filter(({ isOurs }) => isOurs).map(({ place }) => place)
  const foreign = new Set(folders.filter(({ isOurs }) => !isOurs).map(({ place }) => place))
  const [isFirst] = useState(ours.length === 0)
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const listedWith = (choice: typeof chosen) => [
    ...new Set([...usual, ...folders.map(({ place }) => place), ...choice.keys()]),
  ]
  const tickedBy = (choice: typeof chosen) =>
    listedWith(choice).filter(
      (place) => !foreign.has(place) && (choice.get(place) ?? (isFirst || ours.includes(place))),
    )
  const choose = (place: string, isOn: boolean) => {
    const choice = new Map([...chosen, [place, isOn]])
    setChosen(choice)
    return tickedBy(choice)
  }
  return {
    isFirst,
    listed: listedWith(chosen),
    ticked: tickedBy(chosen),
    ours,
    isForeign: (place) => foreign.has(place),
    tick: choose,
    typed,
    type: (now) => {
      setTyped(now)
      setWrong(false)
    },
    isWrong,
    takeTyped: () => {
      if (typed.trim() === '') return tickedBy(chosen)
      const place = livePlaceOf(typed.trim(), home)
      setWrong(place === undefined)
      if (place === undefined) return undefined
      setTyped('')
      return choose(place, true)
    },
  }
}
