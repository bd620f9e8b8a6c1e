/**
 * The command {@code ./swapr lab}. A lab is the product with a small patch: the starter. The learner edits the
 * product's own code, and a check uses the running marketplace from outside, like customers and operators.
 *
 * <p>{@link swapr.workshop.LabFiles} changes the checkout and keeps the learner's text. {@link
 * swapr.workshop.LabCompiler} compiles it. {@link swapr.workshop.LabMarketplace} runs it on data of its own. {@link
 * swapr.workshop.Steps} has the check of each lab, such as {@link swapr.workshop.Lab01}, and {@link
 * swapr.workshop.Shop} is the tool of all checks.
 */
@NullMarked
package swapr.workshop;

import org.jspecify.annotations.NullMarked;
