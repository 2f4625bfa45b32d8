/**
 * Lets the rows of a table glide from where they were to where they are, and a score that changed glow for a
 * moment.
 *
 * After each change it compares the new layout with the last one and plays the difference back (FLIP): the
 * document is always in its final state, so nothing is lost when motion is not wanted or is cut short by the
 * next change.
 */
import { type RefObject, useLayoutEffect, useRef } from 'react';

interface Place {
  readonly top: number;
  readonly score: string;
}

const GLIDE: KeyframeAnimationOptions = { duration: 620, easing: 'cubic-bezier(0.22, 0.9, 0.26, 1)' };
const GLOW: KeyframeAnimationOptions = { duration: 1_600, easing: 'ease-out' };
const ENTER: KeyframeAnimationOptions = { duration: 500, easing: 'ease-out' };

export function useRowMotion(body: RefObject<HTMLTableSectionElement | null>, change: unknown): void {
  const places = useRef<ReadonlyMap<string, Place>>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change itself is what there is to look at again.
  useLayoutEffect(() => {
    const rows = [...(body.current?.rows ?? [])];
    const before = places.current;
    places.current = new Map(rows.map((row) => [keyOf(row), placeOf(row)]));
    const isStill = before.size === 0 || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isStill) return;
    for (const row of rows) play(row, before.get(keyOf(row)), placeOf(row));
  }, [body, change]);
}

function play(row: HTMLTableRowElement, was: Place | undefined, is: Place): void {
  if (was === undefined) {
    row.animate({ opacity: [0, 1] }, ENTER);
    return;
  }
  if (was.top !== is.top) glide(row, was.top - is.top);
  if (was.score !== is.score) {
    const glow = { backgroundColor: ['var(--glow)', 'transparent'] };
    row.querySelector('.score span')?.animate(glow, GLOW);
  }
}

/** A row that is still on its way starts from where the eye sees it, not from where it was going. */
function glide(row: HTMLTableRowElement, distance: number): void {
  const underWay = new DOMMatrixReadOnly(getComputedStyle(row).transform).m42;
  for (const animation of row.getAnimations()) animation.cancel();
  const from = `translateY(${distance + underWay}px)`;
  // Who climbs passes over who falls.
  const layer = distance > 0 ? 2 : 1;
  row.animate({ transform: [from, 'none'], zIndex: [layer, layer] }, GLIDE);
}

function keyOf(row: HTMLTableRowElement): string {
  return row.dataset['key'] ?? '';
}

function placeOf(row: HTMLTableRowElement): Place {
  return { top: row.offsetTop, score: row.dataset['score'] ?? '' };
}
