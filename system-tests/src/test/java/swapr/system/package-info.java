/** Tests of the whole system, and of its database, broker and deployment files. */
package swapr.system;
