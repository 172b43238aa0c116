/**
 * What is wrong with how a page is laid out, measured: what sticks out, is cut off, is broken inside a word, stands in a
 * column too narrow to read, runs out of its row, or lies below something else.
 */
import type { Page } from '@playwright/test'

/** One sentence for each fault, with the text that it is about. Empty for a page that is laid out well. */
export function layoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(measure)
}

/** Runs in the page, so it holds everything that it uses. */
function measure(): readonly string[] {
  /** Less than this on each line is a column of letters; up to `shortText` letters are a word or a number. */
  const fewestLetters = 4
  const shortText = 12
  /** Less than this on each line of a sentence is a column of words. */
  const fewestOfSentence = 8
  const sentence = 24
  /** Longer than any word of ours: only names and paths are, and they may break anywhere. */
  const longestWord = 20
  const tolerance = 1.5
  const faults = new Set<string>()
  const { clientWidth, clientHeight } = document.documentElement
  const quoted = (text: string): string => JSON.stringify(text.replaceAll(/\s+/g, ' ').trim().slice(0, 60))

  interface Box {
    left: number
    right: number
    top: number
    bottom: number
  }
  const menu = document.querySelector('[role="menu"]')
  const styles = new Map<Element, CSSStyleDeclaration>()
  const styleOf = (element: Element): CSSStyleDeclaration => {
    const known = styles.get(element) ?? getComputedStyle(element)
    styles.set(element, known)
    return known
  }
  const drawn = new Map<Element, boolean>()
  /** Not what is for a screen reader alone, and not what is hidden. */
  const isDrawn = (element: Element | null): boolean => {
    if (element === null) return true
    const known = drawn.get(element)
    if (known !== undefined) return known
    const { clipPath, display, visibility, opacity } = styleOf(element)
    // What closed details hold has no style that says so, and keeps the place that it was last given.
    const isOpen = element.checkVisibility()
    const shown = isOpen && clipPath === 'none' && display !== 'none' && visibility === 'visible' && opacity !== '0'
    drawn.set(element, shown && isDrawn(element.parentElement))
    return drawn.get(element) === true
  }

  /** This element or the nearest around it that does not show what sticks out of it in that direction. */
  const clipperOf = (element: Element, direction: 'overflowX' | 'overflowY'): Element | undefined => {
    for (let one: Element | null = element; one !== null && one !== document.body; one = one.parentElement) {
      if (styleOf(one)[direction] !== 'visible') return one
      // Fixed in the window: nothing around it cuts it off.
      if (styleOf(one).position === 'fixed') return undefined
    }
    return undefined
  }
  const clips = (style: CSSStyleDeclaration, direction: 'overflowX' | 'overflowY') =>
    style[direction] === 'hidden' || style[direction] === 'clip'
  const isEllipsized = (element: Element): boolean => styleOf(element).textOverflow === 'ellipsis'
  /** What a person may move sideways: rows of tabs, and lines of a program. */
  const mayScrollSideways = (element: Element): boolean =>
    element.closest('[role="tablist"], pre, [data-scrolls-sideways]') !== null

  const rangeOf = (node: Text, from: number, to: number): Range => {
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, to)
    return range
  }
  const linesOf = (rects: readonly DOMRect[]): number => new Set(rects.map(({ top }) => Math.round(top / 4))).size

  function lookAtText(node: Text): void {
    const element = node.parentElement
    const text = node.data
    if (element === null || text.trim() === '' || !isDrawn(element)) return
    const rects = [...rangeOf(node, 0, text.length).getClientRects()].filter(({ width }) => width > 0)
    if (rects.length === 0) return
    const lines = linesOf(rects)
    const letters = text.trim().length
    const fewest = letters > sentence ? fewestOfSentence : fewestLetters
    if (letters > shortText && letters / lines < fewest)
      faults.add(`${letters} letters in ${lines} lines: ${quoted(text)}`)
    if (!styleOf(element).fontFamily.includes('Mono')) lookAtWords(node)
    for (const rect of rects) lookAtEdges(element, rect, text)
  }

  function lookAtWords(node: Text): void {
    for (const { 0: word, index } of node.data.matchAll(/(?<=^|[\s(])\p{L}{2,}(?=[.,:;?)…]*(?:\s|$))/gu)) {
      if (word.length > longestWord) continue
      const rects = [...rangeOf(node, index, index + word.length).getClientRects()].filter(({ width }) => width > 0)
      if (linesOf(rects) > 1) faults.add(`broken word: ${quoted(word)} in ${quoted(node.data)}`)
    }
  }

  function lookAtEdges(element: Element, rect: DOMRect, text: string): void {
    const sideways = clipperOf(element, 'overflowX')
    if (sideways === undefined) {
      if (rect.right > clientWidth + tolerance || rect.left < -tolerance)
        faults.add(`outside the window: ${quoted(text)}`)
    } else if (isEllipsized(sideways)) {
      const { clientWidth: shown, scrollWidth: whole } = sideways
      const letters = (sideways.textContent || text).trim().length
      if (letters > shortText && (shown / whole) * letters < fewestLetters)
        faults.add(`nearly nothing before "…": ${quoted(text)}`)
    } else if (clips(styleOf(sideways), 'overflowX')) {
      const box = sideways.getBoundingClientRect()
      if (rect.right > box.right + tolerance || rect.left < box.left - tolerance)
        faults.add(`cut off at the side: ${quoted(text)}`)
    }
    const upright = clipperOf(element, 'overflowY')
    if (upright !== undefined && clips(styleOf(upright), 'overflowY') && !isEllipsized(upright)) {
      const box = upright.getBoundingClientRect()
      if (rect.bottom > box.bottom + 3 || rect.top < box.top - 3) faults.add(`cut off below: ${quoted(text)}`)
    }
    const button = element.closest('button, a, [role="button"], [role="radio"]')
    if (button !== null && sideways === undefined) {
      const box = button.getBoundingClientRect()
      if (rect.right > box.right + tolerance || rect.left < box.left - tolerance)
        faults.add(`wider than its button: ${quoted(text)}`)
    }
  }

  /** No part of a page but what `mayScrollSideways` says has to be moved sideways to be read. */
  function lookAtScrolling(element: Element): void {
    const { overflowX } = styleOf(element)
    const scrolls = overflowX === 'auto' || overflowX === 'scroll'
    if (scrolls && !mayScrollSideways(element) && element.scrollWidth > element.clientWidth + tolerance)
      faults.add(`scrolls sideways: ${element.tagName} ${quoted(element.textContent)}`)
  }

  /** Rows of long lists lie in places of fixed heights. */
  function lookAtRow(row: Element): void {
    if (styleOf(row).position !== 'absolute' || !isDrawn(row)) return
    if (row.scrollHeight > row.clientHeight + 2)
      faults.add(`${row.scrollHeight} px of content in a row of ${row.clientHeight}: ${quoted(row.textContent)}`)
  }

  function visiblePart(element: Element): Box | undefined {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const box: Box = { left, right, top, bottom }
    const cut = (edges: Box) => {
      box.left = Math.max(box.left, edges.left)
      box.right = Math.min(box.right, edges.right)
      box.top = Math.max(box.top, edges.top)
      box.bottom = Math.min(box.bottom, edges.bottom)
    }
    cut({ left: 0, top: 0, right: clientWidth, bottom: clientHeight })
    for (let one = element.parentElement; one !== null; one = one.parentElement) {
      const { overflowX, overflowY } = styleOf(one)
      if (overflowX !== 'visible' || overflowY !== 'visible') cut(one.getBoundingClientRect())
    }
    const isInSight = box.right - box.left > 8 && box.bottom - box.top > 8
    return isInSight ? box : undefined
  }

  /**
   * Whoever presses a control in the middle of what is seen of it presses it, and nothing that lies above. Below a dialog
   * or a menu nothing can be pressed.
   */
  function lookAtControl(control: Element): void {
    if (!isDrawn(control) || control.closest('[inert], [aria-hidden="true"]') !== null) return
    if (menu !== null && !menu.contains(control)) return
    const hit = liesOver(control)
    if (hit === undefined || comesOutBelow(control, hit)) return
    faults.add(`covered by ${quoted(hit.textContent)}: ${quoted(control.textContent)}`)
  }

  function liesOver(control: Element): Element | undefined {
    const box = visiblePart(control)
    if (box === undefined) return undefined
    const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    return hit === null || control.contains(hit) || hit.contains(control) ? undefined : hit
  }

  /** What keeps its place at the end of a page that scrolls covers what scrolls past, until that is scrolled further. */
  function comesOutBelow(control: Element, hit: Element): boolean {
    let over: Element | null = hit
    while (over !== null && styleOf(over).position !== 'sticky') over = over.parentElement
    if (over === null || over.contains(control) || control.parentElement === null) return false
    // An input clips what is in itself.
    const scroller = clipperOf(control.parentElement, 'overflowY')
    if (scroller === undefined) return false
    const before = scroller.scrollTop
    const isCovered = () => visiblePart(control) !== undefined && liesOver(control) !== undefined
    // What lies above is pushed along until it has the place that it keeps.
    for (let way = 0; way < 4 && isCovered(); way++)
      scroller.scrollTop += control.getBoundingClientRect().bottom - over.getBoundingClientRect().top
    const isFree = visiblePart(control) !== undefined && liesOver(control) === undefined
    scroller.scrollTop = before
    return isFree
  }

  if (document.documentElement.scrollWidth > clientWidth + tolerance) faults.add('the window scrolls sideways')
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) lookAtText(texts.currentNode as Text)
  for (const element of document.querySelectorAll('body *')) lookAtScrolling(element)
  for (const row of document.querySelectorAll('[aria-posinset]')) lookAtRow(row)
  for (const control of document.querySelectorAll('button, a[href], input, select')) lookAtControl(control)
  return [...faults]
}
