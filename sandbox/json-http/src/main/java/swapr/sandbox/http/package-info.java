/** The small HTTP server of the sandbox: JSON, limits on requests, and the host names that are accepted. */
@NullMarked
package swapr.sandbox.http;

import org.jspecify.annotations.NullMarked;
