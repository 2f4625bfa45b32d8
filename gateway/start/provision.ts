/** Makes room for the coalition in a PostgreSQL server, once before the processes start. Safe to run again. */
import { EnvironmentError, readEnvironment } from '../../shared/platform/config/environment.js';
import { sharedSecret } from '../../shared/platform/config/secrets.js';
import { provision } from '../../shared/platform/database/provision.js';
import { startOrSay } from '../../shared/platform/lifecycle/start-or-say.js';

await startOrSay(undefined, async () => {
  const settings = readEnvironment(process.env);
  if (settings.DATABASE_URL === undefined) throw new EnvironmentError('DATABASE_URL must be set.');
  await provision({ adminUrl: settings.DATABASE_URL, secret: sharedSecret(settings, 'COALITION_SECRET') });
});
