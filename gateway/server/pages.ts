/**
 * The built pages of the web room, served at `/` with a strict content policy: their own scripts, their own
 * sockets, nothing else.
 *
 * Styles may be inline because the editor of the playground writes its own; scripts may not.
 */
import express, { type RequestHandler, Router } from 'express';

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function pages(staticFolder: string | undefined): RequestHandler {
  const router = Router();
  if (staticFolder !== undefined) {
    router.use(allowPages, express.static(staticFolder, { extensions: ['html'], maxAge: 0, etag: true }));
    router.get('/{*page}', (request, response, next) => {
      // A place inside a page, as its own router made it: the page itself is the answer.
      const isPage = request.accepts(['json', 'html']) === 'html' && !request.path.includes('.');
      if (isPage) response.sendFile('index.html', { root: staticFolder }, (fault) => fault && next());
      else next();
    });
  }
  router.use((_request, response) => {
    response
      .status(404)
      .json({ message: 'Nothing is here. The graph is at /graphql, health at /health/ready.' });
  });
  return router;
}

const allowPages: RequestHandler = (_request, response, next) => {
  response.setHeader('content-security-policy', PAGE_POLICY);
  next();
};
