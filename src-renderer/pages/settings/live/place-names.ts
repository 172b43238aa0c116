import { inHomeText } from '../../../../src-main/contract/conflict-words.ts'
import { joinNames } from '../../../format/names-text.ts'
import { textOfPath } from '../../../format/path-text.ts'

export const placeName = (place: string): string => inHomeText(place, textOfPath)

/** "~/Documents and ~/Pictures" */
export const placeNames = (places: readonly string[]): string => joinNames(places.map(placeName))
