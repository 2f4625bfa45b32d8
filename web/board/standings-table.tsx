/** The standings as a real table, so that it reads well without eyes; its rows glide to their new places. */
import { useRef } from 'react';
import type { Leaderboard, Standing } from './graph/model.js';
import { useRowMotion } from './hooks/use-row-motion.js';
import { firstLetter, hueOf, keyOf, metricWords, nameOf, shareOf, whole } from './words.js';

interface StandingsTableProps {
  readonly board: Leaderboard;
  readonly standings: readonly Standing[];
}

export function StandingsTable({ board, standings }: StandingsTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowMotion(body, standings);
  const best = standings[0]?.score ?? 0;
  return (
    <table className="standings">
      <caption className="unseen">The first {standings.length} of this board, updated live</caption>
      <thead>
        <tr>
          <th scope="col">
            <abbr title="Rank">#</abbr>
          </th>
          <th scope="col">Member</th>
          <th scope="col" className="score">
            {metricWords(board.metric)}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {standings.map((standing) => (
          <StandingRow key={keyOf(standing)} standing={standing} share={shareOf(standing.score, best)} />
        ))}
      </tbody>
    </table>
  );
}

function StandingRow({ standing, share }: { readonly standing: Standing; readonly share: number }) {
  const { rank, score, member } = standing;
  const name = nameOf(standing);
  const isNamed = member?.publicName?.isAnonymous === false;
  return (
    <tr data-key={keyOf(standing)} data-score={String(score)} data-rank={rank}>
      <td className="rank">
        <span>{whole(rank)}</span>
      </td>
      <th scope="row">
        <span
          className={isNamed ? 'monogram' : 'monogram anonymous'}
          style={{ '--hue': hueOf(member?.id ?? '') }}
          aria-hidden="true"
        >
          {isNamed ? firstLetter(name) : ''}
        </span>
        <span className="who">
          <span className={isNamed ? 'name' : 'name anonymous'} dir="auto">
            {name}
          </span>
          <span className="bar" style={{ '--share': share }} aria-hidden="true" />
        </span>
      </th>
      <td className="score">
        <span>{whole(score)}</span>
      </td>
    </tr>
  );
}
