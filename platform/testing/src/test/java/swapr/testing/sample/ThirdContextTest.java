package swapr.testing.sample;

import swapr.testing.IntegrationTest;

/** Uses the context of the first test again. It was paused while the second test used its own context. */
@IntegrationTest
class ThirdContextTest extends ContextContract {}
