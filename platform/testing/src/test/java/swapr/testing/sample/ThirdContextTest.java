package swapr.testing.sample;

import swapr.testing.IntegrationTest;

/** The context of the first test again, which was paused while the second had one of its own. */
@IntegrationTest
class ThirdContextTest extends ContextContract {}
