package swapr.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a class whose tests use the pages of the running marketplace in Chromium. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(InBrowser.ALL)
@ExtendWith({Chromium.class, RunningMarketplace.class})
@interface InBrowser {

    /** The tag of all classes. The Maven profile {@code browser} runs them. */
    String ALL = "browser";

    /** The tag of the classes that each build runs. Together they take at most three minutes. */
    String SHORT = "browser-short";
}
