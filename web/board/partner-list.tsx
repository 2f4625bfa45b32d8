/** The brands of the coalition with their trades. Nothing is drawn while there are none. */
import type { Partner } from './graph/model.js';
import { firstLetter, hueOf, whole } from './words.js';

export function PartnerList({ partners }: { readonly partners: readonly Partner[] }) {
  if (partners.length === 0) return null;
  return (
    <section className="card partners" aria-labelledby="partners-title">
      <h2 id="partners-title">
        The brands <span className="count">{whole(partners.length)}</span>
      </h2>
      <ul>
        {partners.map(({ id, name, trade }) => (
          <li key={id}>
            <span className="monogram" style={{ '--hue': hueOf(id) }} aria-hidden="true">
              {firstLetter(name)}
            </span>
            <span className="partner-name" dir="auto">
              {name}
            </span>
            <span className="trade" dir="auto">
              {trade}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
