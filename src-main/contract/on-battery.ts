import type { LaptopStatus } from './overview-calls.ts'

/** The first that is not known to be plugged in: nothing that nobody waits for is done then. */
export function laptopOnBattery(laptops: readonly LaptopStatus[]): LaptopStatus | undefined {
  return laptops.find(({ facts }) => facts?.power.plugged !== true)
}
