/**
 * A quiet card in the place of a board: nothing there yet, still coming, or trouble with what can be done
 * about it.
 */
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly title: string;
  readonly tone?: 'calm' | 'trouble';
  readonly isBusy?: boolean;
  readonly action?: { readonly text: string; readonly run: () => void };
  readonly children?: ReactNode;
}

export function Notice({ title, tone = 'calm', isBusy = false, action, children }: NoticeProps) {
  return (
    <section
      className={`card notice ${tone}`}
      role={tone === 'trouble' ? 'alert' : 'status'}
      aria-busy={isBusy}
    >
      <span className="rings" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && (
        <button type="button" className="button" onClick={action.run}>
          {action.text}
        </button>
      )}
    </section>
  );
}
