/**
 * Draws the icon in the panel: a tray takes no SVG. Pixels as Electron wants them: rows from the top, each pixel blue, green,
 * red and alpha, the colours multiplied by alpha. Pure.
 */
import type { TrayMark } from './tray-menu.ts'

type Color = readonly [red: number, green: number, blue: number]
type Point = readonly [x: number, y: number]

const ground: Color = [32, 105, 201]
const white: Color = [255, 255, 255]
const marks: Readonly<Record<Exclude<TrayMark, 'none'>, Color>> = {
  running: [169, 203, 247],
  attention: [201, 138, 27],
  done: [26, 116, 68],
}

/** The two arrows of the product's icon, of which a side is 256. */
const strokes: readonly (readonly [Point, Point])[] = [
  [
    [66, 98],
    [184, 98],
  ],
  [
    [154, 66],
    [186, 98],
  ],
  [
    [186, 98],
    [154, 130],
  ],
  [
    [190, 158],
    [72, 158],
  ],
  [
    [102, 126],
    [70, 158],
  ],
  [
    [70, 158],
    [102, 190],
  ],
]
const strokeHalf = 12
const corner = 58

export function trayPixels(mark: TrayMark, size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4)
  const scale = 256 / size
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at: Point = [(x + 0.5) * scale, (y + 0.5) * scale]
      put(pixels, (y * size + x) * 4, pixelAt(at, scale, mark))
    }
  }
  return pixels
}

/** From 0, outside, to 1, inside, over the width of one pixel. */
type Cover = number
interface Pixel {
  readonly color: Color
  readonly alpha: Cover
}

function pixelAt(at: Point, scale: number, mark: TrayMark): Pixel {
  const cover = (distance: number): Cover => Math.max(0, Math.min(1, 0.5 - distance / scale))
  let color = ground
  const arrow = Math.min(...strokes.map(([from, to]) => distanceTo(at, from, to))) - strokeHalf
  color = mixed(color, white, cover(arrow))
  let alpha = cover(distanceToSquare(at))
  if (mark !== 'none') {
    const distance = Math.hypot(at[0] - 190, at[1] - 190)
    color = mixed(color, white, cover(distance - 66))
    color = mixed(color, marks[mark], cover(distance - 52))
    alpha = Math.max(alpha, cover(distance - 66))
  }
  return { color, alpha }
}

function distanceTo([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [dx, dy] = [toX - fromX, toY - fromY]
  const along = Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - fromX - along * dx, y - fromY - along * dy)
}

/** Of the square with round corners; below 0 inside. */
function distanceToSquare([x, y]: Point): number {
  const half = 120 - corner
  const [outX, outY] = [Math.abs(x - 128) - half, Math.abs(y - 128) - half]
  return Math.hypot(Math.max(0, outX), Math.max(0, outY)) + Math.min(0, Math.max(outX, outY)) - corner
}

function mixed(below: Color, above: Color, cover: Cover): Color {
  const part = (index: 0 | 1 | 2): number => below[index] * (1 - cover) + above[index] * cover
  return [part(0), part(1), part(2)]
}

function put(pixels: Buffer, offset: number, { color: [red, green, blue], alpha }: Pixel): void {
  pixels[offset] = Math.round(blue * alpha)
  pixels[offset + 1] = Math.round(green * alpha)
  pixels[offset + 2] = Math.round(red * alpha)
  pixels[offset + 3] = Math.round(255 * alpha)
}
