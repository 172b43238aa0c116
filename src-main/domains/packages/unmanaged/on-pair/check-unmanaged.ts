import { checkTold } from '../../on-pair/told/told-step.ts'
import { compareUnmanaged, outsideHomes } from './compare-unmanaged.ts'
import * as texts from './texts.ts'

export const checkAllUnmanaged = checkTold({
  compare: async (pair, options) => {
    const { onlyHere, onlyThere } = await compareUnmanaged(pair, options)
    return { onlyHere: outsideHomes(onlyHere), onlyThere: outsideHomes(onlyThere) }
  },
  shown: ({ place }) => place,
  texts,
})
